import type { Stack } from "cubism-es/stack";
import { createContext, useContext } from "react";

const StackContext = createContext<Stack | undefined>(undefined);

/** Gives the rows below it the stack of their box, see `useStack`. */
export const StackProvider = StackContext.Provider;

/** The stack on which a row stands; undefined until it is made. */
export const useTheStack = (): Stack | undefined => useContext(StackContext);
