// Does a thing that waits for a connection once there is one: now, or later.
import { isReachable } from "../../ui/js/sending.js";

const AGAIN_IN = 20_000; // milliseconds: nothing need say that a way to the server is there

export const whenReachable = (isNeeded, work) => {
  let isBusy = false;
  const look = async () => {
    if (isBusy || !isNeeded()) return;
    isBusy = true;
    try {
      if (await isReachable()) await work();
    } finally {
      isBusy = false;
    }
  };
  window.addEventListener("online", look);
  setInterval(look, AGAIN_IN);
  look();
};
