// The comforts of every page. Each module does one thing and binds by a data attribute;
// without any of them every control still works.
import "./confirm.js";
import "./copy.js";
import "./kept_pages.js";
import "./menus.js";
import "./notes.js";
import "./tabs.js";
import "./trouble.js";
import "./unsaved.js";
