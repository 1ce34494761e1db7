import { embeddedStore, type Status } from "@mission-control/contracts";
import { createContext, useContext } from "react";

const DefaultStoreContext = createContext<string>(embeddedStore);

export const DefaultStoreProvider = DefaultStoreContext.Provider;

/** The name of the store that lanes are read from which name none. */
export const useDefaultStore = (): string => useContext(DefaultStoreContext);

/** The same, as the server tells it. */
export const defaultStoreOf = (status: Status | undefined): string =>
  status?.stores.find((store) => store.default)?.name ?? embeddedStore;
