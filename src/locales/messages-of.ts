/** The shape of a tree of messages: same keys, any sentences. */
export type MessagesOf<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string ? string : MessagesOf<Tree[Key]>
}
