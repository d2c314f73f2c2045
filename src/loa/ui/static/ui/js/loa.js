// Behaviour added to pages that work without it. Each controller listens on the document, so that swapped parts need no set-up.
import "./autosubmit.js";
import "./confirm.js";
import "./copy.js";
import "./dialog.js";
import "./focus.js";
import "./fold.js";
import "./htmx.js";
import "./keys.js";
import "./once.js";
import "./unsaved.js";
import { whenLoaded } from "./page.js";

// What only makes sense with scripts is hidden until they run.
whenLoaded((part) => {
  for (const element of part.querySelectorAll("[data-needs-script]")) element.hidden = false;
});
