// What the demo computes, for Node and for the page alike: from array operations only.

const METRES_PER_DEGREE = 111_200;

/** The size of a cell in metres: degrees of longitude are shorter away from the equator. */
export function cellSize({ dx, dy, ymin, ymax }) {
    const latitude = ((ymin + ymax) / 2) * (Math.PI / 180);
    return {
        width: dx * METRES_PER_DEGREE * Math.cos(latitude),
        height: dy * METRES_PER_DEGREE,
    };
}

/** The slope along an axis: differences over two cells, over one at the edges. */
export function gradient(np, z, axis, spacing) {
    return np.scope(() => {
        const along = (key) => (axis === 0 ? [key, ':'] : [':', key]);
        const result = np.empty_like(z);
        const put = (place, after, before, distance) => {
            const difference = np.subtract(z.at(...along(after)), z.at(...along(before)));
            result.set(along(place), np.divide(difference, distance));
        };
        put('1:-1', '2:', ':-2', 2 * spacing);
        put(':1', '1:2', ':1', spacing);
        put('-1:', '-1:', '-2:-1', spacing);
        return result;
    });
}

/** How steep it is: metres up for each metre on the map. */
export function slope(np, east, south) {
    return np.scope(() => np.sqrt(np.add(np.square(east), np.square(south))));
}

/**
 * The light that a surface reflects, 0 to 1: the cosine between its normal (-dz/dx, -dz/dy, 1) and the
 * direction of the light, which comes from the north-west, 45 degrees above the horizon.
 */
export function hillshade(np, east, south, exaggeration = 1) {
    const up = Math.SQRT1_2;
    const side = up * Math.SQRT1_2 * exaggeration;
    return np.scope(() => {
        const towards = np.add(np.multiply(np.subtract(south, east), side), up);
        const squares = np.add(np.square(east), np.square(south));
        const length = np.sqrt(np.add(np.multiply(squares, exaggeration ** 2), 1));
        return np.maximum(np.divide(towards, length), 0);
    });
}

/** Grey levels of values from 0 to 1. */
export function toGrey(np, shade) {
    return np.scope(() => np.rint(np.multiply(shade, 255)).astype('uint8'));
}

/** How many values lie in each of some equal ranges from the smallest to the largest. */
export function histogram(np, a, bins) {
    return np.scope(() => {
        const edges = np.linspace(np.min(a), np.max(a), bins + 1).tolist();
        const counts = edges.slice(0, -1).map((low, i) => {
            const below = i === bins - 1 ? np.less_equal : np.less;
            return np.sum(np.logical_and(np.greater_equal(a, low), below(a, edges[i + 1])));
        });
        return { edges, counts };
    });
}

/** Runs every step and takes its time. `report` is told of each step when it is done. */
export function analyse(np, elevation, spacing, report = () => {}) {
    const timed = (name, fn) => {
        const start = performance.now();
        const result = fn();
        report(name, performance.now() - start);
        return result;
    };
    const { width, height } = cellSize(spacing);
    const min = timed('minimum', () => np.min(elevation));
    const max = timed('maximum', () => np.max(elevation));
    const mean = timed('mean', () => np.mean(elevation));
    const std = timed('standard deviation', () => np.std(elevation));
    const z = timed('int16 to float64', () => elevation.astype('float64'));
    const [east, south] = timed('gradient', () => [
        gradient(np, z, 1, width),
        gradient(np, z, 0, height),
    ]);
    const steep = timed('slope', () => slope(np, east, south));
    const shade = timed('hillshade', () => hillshade(np, east, south, 1.25));
    const grey = timed('grey levels', () => toGrey(np, shade));
    const heights = timed('histogram', () => histogram(np, elevation, 12));
    const slopes = { mean: np.mean(steep), max: np.max(steep) };
    for (const a of [z, east, south, steep]) a.dispose();
    return { min, max, mean, std, slopes, shade, grey, heights, width, height };
}
