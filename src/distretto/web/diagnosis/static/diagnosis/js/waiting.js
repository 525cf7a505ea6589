// Says on other pages of a survey that entries on this device wait for a connection, and
// sends them. Of an interview that is over, nothing stays here.
import { forget } from "./ahead.js";
import { isAnyWaiting } from "./outlines.js";
import { whenReachable } from "./reaching.js";
import { sendAllWaiting } from "./sending_waiting.js";

const done = new URLSearchParams(location.search).get("done");
if (done) forget(done);

const place = document.querySelector("[data-device-waiting]");
const show = () => { place.hidden = !isAnyWaiting(); };

show();
whenReachable(isAnyWaiting, async () => {
  await sendAllWaiting(place.dataset);
  show();
});
