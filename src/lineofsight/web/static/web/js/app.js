// What every page does: partial pages, the palette, keys. Each part is a module of its own.
import htmx from "../../vendor/htmx/htmx.esm.js";
import { dialogs } from "./dialogs.js";
import { keys } from "./keys.js";
import { menus } from "./menus.js";
import { saying } from "./saying.js";

window.htmx = htmx;
dialogs();
menus();
keys();
saying();
