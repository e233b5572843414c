/**
 * bin/*.mjs has to run on any Node before anything is installed or compiled, so it is plain
 * JavaScript with JSDoc; TypeScript takes it as it is.
 */
declare module '*.mjs'
