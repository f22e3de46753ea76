/** What a person is asked to confirm about a campaign, because it cannot be taken back. */
export type Decision = 'cancel' | 'remove'
