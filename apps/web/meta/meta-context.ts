import { createContext, useContext } from "react";
import type { Meta } from "./create-meta.ts";

const MetaContext = createContext<Meta | undefined>(undefined);

export const MetaContextProvider = MetaContext.Provider;

/** What people said of metrics and events; undefined where nobody said anything, or it is not known yet. */
export const useMeta = (): Meta | undefined => useContext(MetaContext);
