/** Short messages about turning points of a request: src/cards/alerts.ts says who gets which. */
export const alerts = {
  "alert.picked-up": "{name} picked up your request",
  "alert.given-back": "{who} gave your request back",
  "alert.claim-ending": "Start by {time}, or it goes back to the queue",
  "alert.claim-lapsed": "Back in the queue: nothing was done in time",
  "alert.claim-lapsed-sharer": "Your request is back in the queue",
  "alert.handed-over": "{who} handed the request to {helper}",
  "alert.handed-over-sharer": "{helper} has your request now",
  "alert.withdrawn": "{who} withdrew the request",
  "alert.resolved": "{who} resolved the request",
  "alert.reopened": "{who} reopened the request",
  "alert.allowed": "{sharer} said yes to {level}",
  "alert.refused": "{sharer} said not now",
  "alert.wrong-number": "{sharer} entered a wrong number, so nothing was shared",
  "alert.lapsed": "{sharer} didn't answer in time",
  "alert.offered": "{sharer} offers {level}",
  "alert.paused": "{who} paused the session",
  "alert.resumed": "{who} resumed the session",
  "quiet.on":
    "Quiet is on: I alert you only of what is urgent, such as a question for you or a session that somebody stopped. Your cards stay up to date. Type “quiet off” to hear of everything again.",
  "quiet.off": "Quiet is off: I alert you of everything that you wait for.",
  "alert-next.back-in-queue": "Another helper can pick it up now.",
} as const;
