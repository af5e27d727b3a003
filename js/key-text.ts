// Keys written as text: '3', '1:10:2', '...', 'newaxis', several with commas between.
import { IndexError } from './runtime/errors.js';
import { Slice } from './slice.js';

/** What a text may hold. */
export type TextPart = number | Slice | null | '...';

/** Keys as texts come again and again. */
const read = /* @__PURE__ */ new Map<string, TextPart[]>();
const MOST_TEXTS = 256;

/** The text looked at last: a loop asks for the same one again. */
let lastText = '';
let lastParts: TextPart[] = [];

/** @internal What is written in a string; the list is not to be changed. */
export function partsOfText(text: string): TextPart[] {
    if (text === lastText && text !== '') return lastParts;
    let parts = read.get(text);
    if (parts === undefined) {
        parts = [];
        parseText(text, parts);
        if (read.size === MOST_TEXTS) read.clear();
        read.set(text, parts);
    }
    lastText = text;
    lastParts = parts;
    return parts;
}

function parseText(text: string, keys: TextPart[]): void {
    for (const part of text.split(',')) {
        const item = part.trim();
        if (item === '...') keys.push(item);
        else if (item === 'newaxis' || item === 'None') keys.push(null);
        else if (/^[+-]?\d+$/.test(item)) keys.push(Number(item));
        else if (/^([+-]?\d+)?\s*:\s*([+-]?\d+)?\s*(:\s*([+-]?\d+)?\s*)?$/.test(item)) {
            const [start, stop, step] = item
                .split(':')
                .map((bound) => (bound.trim() === '' ? null : Number(bound)));
            keys.push(new Slice(start!, stop!, step ?? null));
        } else {
            throw new IndexError(
                `${JSON.stringify(text)} is no key: write an integer, 'start:stop:step' or '...'`,
            );
        }
    }
}
