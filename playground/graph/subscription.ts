/** A subscription to changes. Moments as Graph writes them. */
export interface Subscription {
  readonly id: string;
  /** `users`, `users/ID`, `groups`, `groups/ID`, `groups/ID/members`. */
  readonly resource: string;
  readonly changeType: string;
  readonly clientState: string | null;
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  expirationDateTime: string;
}
