/** Why an action is refused, and what the reader can do. `{who}` and `{when}` are the person and the time that the refusal names, `{most}` is the limit that is reached. */
export const refusals = {
  "refusal.somebody": "Somebody",
  "refusal.earlier": "an earlier time",
  "refusal.no_such_ticket": "There is no such request. Type “status” to see yours.",
  "refusal.ticket_over": "This request is closed. Type “help” to open a new one.",
  "refusal.ticket_not_over": "This request is still open, so there is nothing to reopen.",
  "refusal.reopen_window_over":
    "This request was closed too long ago to be reopened. Type “help” to open a new one.",
  "refusal.not_the_sharer": "Only {who}, who asked for help, can do this. Ask them to.",
  "refusal.not_a_helper":
    "Only helpers can do this. Ask your service desk lead to add you to the helpers group, with an enabled account of a member; a guest's has no role.",
  "refusal.not_the_claiming_helper":
    "{who} picked this request up at {when}. Ask them, or a lead, to hand it over.",
  "refusal.not_involved":
    "Only the person who asked, the helper who has this request, or a lead can do this. Ask one of them, or pick it up first.",
  "refusal.already_claimed": "{who} picked this request up at {when}.",
  "refusal.already_yours": "You picked this request up at {when}. Your desk card is in our personal chat.",
  "refusal.not_claimed": "This request isn't picked up yet. Press “Pick up” first.",
  "refusal.helper_without_right":
    "You may not help on this device, so the request stays open for a colleague.",
  "refusal.own_ticket": "You can't help yourself through Beckon. Another helper has to pick this request up.",
  "refusal.hand_over_to_holder": "{who} already has this request. Choose another helper.",
  "refusal.hand_over_to_sharer": "{who} is the one who needs help. Choose another helper.",
  "refusal.hand_over_to_outsider": "{who} is not in the helpers group. Choose another helper.",
  "refusal.hand_over_without_right":
    "{who} may not help on this device. Choose another helper; a lead can hand it over all the same.",
  "refusal.no_device":
    "This request has no device, so there can be no session. The person who asked can choose one with “Change device”.",
  "refusal.device_changed": "The device of this request has just changed. Look at the request and ask again.",
  "refusal.device_busy": "Another session is running on this device. It has to end first.",
  "refusal.session_running": "There already is a session on this request. End it before you ask again.",
  "refusal.no_session": "There is no session now: nobody may see the screen. A helper can ask for a new one.",
  "refusal.session_not_live": "Access isn't approved yet. Wait for the answer to the first question.",
  "refusal.session_paused": "The session is paused. Only {who}, whose screen it is, can resume it.",
  "refusal.session_not_paused": "The session is not paused.",
  "refusal.clock_in_doubt":
    "This request was last changed by a clock that was ahead, so Beckon can't tell when access would end. Try again after {when}, or open a new request.",
  "refusal.ask_pending": "A question is already waiting for an answer until {when}.",
  "refusal.ask_unknown": "That question does not exist. Type “status” to see where things stand.",
  "refusal.ask_answered": "That question was already answered. The newest card says what came of it.",
  "refusal.ask_pending_elsewhere":
    "Your question to {who} on another request still waits for an answer. Wait for it, or cancel it.",
  "refusal.ask_too_soon":
    "Your last question to {who} got no yes. You can ask again from {when}, or as soon as {who} presses Ask me again.",
  "refusal.ask_lapsed": "That question expired at {when}. The helper can ask again.",
  "refusal.ask_cancelled": "That question was canceled. The helper can ask again.",
  "refusal.level_already_granted": "You already have that level until {when}.",
  "refusal.level_is_view": "Ask to view first. You can ask for more once the session is live.",
  "refusal.only_view":
    "The session is view only, so there is nothing to step down from. Use “Stop” to end it.",
  "refusal.extensions_used_up": "This session can't be extended again. Ask again after it ends.",
  "refusal.feedback_given": "Thank you, you already answered for this session.",
  "refusal.feedback_not_due": "There is nothing to give feedback on yet. You are asked after a session.",
  "refusal.open_requests_full":
    "You have {most, plural, one {# open request} other {# open requests}}, and can have no more at once. Type “status” to see them, and withdraw one that is settled or add to one that is not.",
  "refusal.open_requests_of_sharer_full":
    "{who} has {most, plural, one {# open request} other {# open requests}}, and can have no more at once. Resolve or withdraw one that is settled, then try again.",
  "refusal.opened_for_others_full":
    "You have {most, plural, one {# open request} other {# open requests}} that you opened for others, and can have no more at once. Resolve or withdraw one that is settled, then try again.",
  "refusal.notes_full":
    "This request has {most, plural, one {# note} other {# notes}} and can hold no more. Resolve it, and ask for a new request if there is more to do.",
  "refusal.ticket_full":
    "So much has happened on this request that it can hold no more. It can still be stopped, given back, withdrawn and resolved. For anything else, open a new request.",
} as const;
