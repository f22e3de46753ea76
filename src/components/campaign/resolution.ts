/** How a person settles doubtful messages, as `campaigns.resolve` takes it. */
export type Resolution = 'from_gateway' | 'mark_sent' | 'send_absent' | 'send_again'
