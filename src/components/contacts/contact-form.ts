/** A contact as a form holds it, and as core takes it. Fields keep their order and may be renamed while one types. Pure. */
import type { ContactDetail } from '@shared/contract/contacts'
import type { RequestInput } from '@shared/window-contract'

export interface ContactFieldDraft {
  heading: string
  value: string
}

export interface ContactForm {
  name: string
  phone: string
  fields: ContactFieldDraft[]
  groupIds: number[]
}

/** @param headings of all contacts: the fields that others have are offered, empty. */
export function contactFormOf(
  contact: ContactDetail | null,
  headings: readonly string[],
  groupId: number | null,
): ContactForm {
  const own = Object.entries(contact?.fields ?? {})
  const known = new Set(own.map(([heading]) => heading))
  const others = headings.filter((heading) => !known.has(heading)).map((heading) => ({ heading, value: '' }))
  return {
    name: contact?.name ?? '',
    phone: contact?.phone ?? '',
    fields: [...own.map(([heading, value]) => ({ heading, value })), ...others],
    groupIds: contact ? [...contact.groupIds] : groupId === null ? [] : [groupId],
  }
}

/** Headings that stand twice or lack a name beside a value. */
export function hasFieldProblem(fields: readonly ContactFieldDraft[]): boolean {
  const filled = fields.filter(({ value }) => value.trim() !== '')
  const headings = filled.map(({ heading }) => heading.trim())
  return headings.includes('') || new Set(headings).size !== headings.length
}

/** What core is asked to save. Empty fields are left out. */
export function contactInputOf(
  form: ContactForm,
  id: number | undefined,
  country: string,
): RequestInput<'contacts.save'> {
  const filled = form.fields.filter(({ value }) => value.trim() !== '')
  return {
    ...(id === undefined ? {} : { id }),
    phone: form.phone.trim(),
    name: form.name.trim(),
    fields: Object.fromEntries(filled.map(({ heading, value }) => [heading.trim(), value.trim()])),
    groupIds: form.groupIds,
    country,
  }
}
