/** The slug of the view there is before anyone made one; it stands at `/`. */
export const defaultView = "this-machine";
