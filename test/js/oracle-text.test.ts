// str and repr of scalars and arrays, as NumPy writes them.
import { inspect } from 'node:util';
import * as np from 'raptors';
import { readFixture } from './support/fixture.js';

interface Row {
    d: np.DTypeName;
    n: number[];
    x: string;
    str: string;
    repr: string;
}
const { cases } = readFixture<{ cases: Row[] }>('text').content;

test.each(['scalars', 'arrays'])('%s', (what) => {
    const chosen = cases.filter(({ n }) => (n.length === 0) === (what === 'scalars'));
    expect(chosen.length).toBeGreaterThan(400);
    const wrong: unknown[] = [];
    for (const { d, n, x, str, repr } of chosen) {
        using a = np.frombuffer(new Uint8Array(Buffer.from(x, 'hex')).buffer, { dtype: d });
        using shaped = a.reshape(n);
        if (String(shaped) !== str) wrong.push([d, str, String(shaped)]);
        if (inspect(shaped) !== repr) wrong.push([d, repr, inspect(shaped)]);
    }
    expect(wrong).toEqual([]);
});
