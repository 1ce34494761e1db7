/** What listens to the page for the lanes: to hands and keys, to what is in sight, to the colour scheme. */
export { createKeys } from "./keys.ts";
export { createNavigation, type Navigation, type NavigationOptions } from "./navigation.ts";
export { createSight, type Sight } from "./sight.ts";
export { watchColourScheme } from "./theme.ts";
