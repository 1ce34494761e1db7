/** The store that is always there: memory and the data folder. */
export const embeddedStore = "embedded";

/** The name of the store that `series.url` names. */
export const mainStore = "main";
