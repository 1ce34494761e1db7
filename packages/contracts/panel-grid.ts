/** Columns of a view's grid, and the height of one of its rows, px. */
export const panelGrid = { columns: 24, rowPx: 32 } as const;
