// a.__array_namespace__(): all of the package as one object, which Node's entry and the inline one give to arrays.
// A page's does not: an object that arrays hold on to is one of which a bundler can leave out nothing.
import { bind, signature } from './args.js';
import { NDArray } from './ndarray.js';
import { ValueError } from './runtime/errors.js';

const args = /* @__PURE__ */ signature('__array_namespace__(*, api_version=)');

/** @internal Gives arrays a method that tells of an object with all the package's names. */
export function setNamespace(namespace: object): void {
    const value = (...given: unknown[]) => {
        const [version = null] = bind(args, given);
        if (version !== null && typeof version !== 'string') {
            throw new ValueError(
                `Only null and strings are allowed as the Array API version, but received: ${version}.`,
            );
        }
        if (version !== null && !/^202[123]\.12$/.test(version)) {
            throw new ValueError(
                `Version "${version}" of the Array API Standard is not supported.`,
            );
        }
        return namespace;
    };
    Object.defineProperty(NDArray.prototype, '__array_namespace__', {
        value,
        writable: true,
        configurable: true,
    });
}
