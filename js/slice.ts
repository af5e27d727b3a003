// The slice of Python, as a value.

/** A range of positions, as start:stop:step in Python; null leaves a bound open. */
export class Slice {
    readonly start: number | null;
    readonly stop: number | null;
    readonly step: number | null;

    constructor(start: number | null, stop: number | null, step: number | null) {
        this.start = start;
        this.stop = stop;
        this.step = step;
    }

    toString(): string {
        const { start, stop, step } = this;
        return `${start ?? ''}:${stop ?? ''}${step === null ? '' : `:${step}`}`;
    }
}
