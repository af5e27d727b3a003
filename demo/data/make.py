"""Makes the .npy files of this folder from jacksboro_fault_dem.npz: python3 make.py <the .npz file>"""

import pathlib
import sys

import numpy as np

here = pathlib.Path(__file__).parent
with np.load(sys.argv[1]) as archive:
    for name in archive.files:
        np.save(here / f"{name}.npy", archive[name])
        print(name, archive[name].dtype, archive[name].shape)
