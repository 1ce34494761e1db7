/** Real stores and stand-ins on real sockets, for tests: behind an export of its own, so that no program loads them. */
export { programOf, type RealKind, type RealStore, startRealStore } from "./start-store.ts";
export { startStubStore, valuesIn } from "./stub-store.ts";
