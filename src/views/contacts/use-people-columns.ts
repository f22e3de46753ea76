/** Columns of the list of people: name, number, groups, the own fields that the person chose, date of change. */
import { computed, type ComputedRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ContactRow } from '@shared/contract/contacts'
import type { TableColumn } from '@/components/base/table-types'
import { useKeptChoice, type KeptChoice } from '@/composables/use-kept-choice'
import { useLocaleFormats } from '@/composables/use-locale-formats'
import { shownPhone } from '@/composables/shown-phone'

export function usePeopleColumns(headings: ShallowRef<readonly string[]>): {
  columns: ComputedRef<TableColumn<ContactRow>[]>
  shown: KeptChoice
} {
  const { t } = useI18n({ useScope: 'global' })
  const formats = useLocaleFormats()
  const shown = useKeptChoice('griot.contact-columns')
  const columns = computed<TableColumn<ContactRow>[]>(() => [
    {
      id: 'name',
      header: t('contacts.columns.name'),
      width: 11.5,
      grow: true,
      sortable: true,
      text: (row) => row.name,
    },
    {
      id: 'phone',
      header: t('contacts.columns.phone'),
      width: 11,
      figures: true,
      sortable: true,
      text: (row) => shownPhone(row.phone),
    },
    {
      id: 'groups',
      header: t('contacts.columns.groups'),
      width: 9,
      text: (row) => formats.value.list(row.groups),
    },
    ...headings.value
      .filter((heading) => shown.has(heading))
      .map((heading) => ({
        id: `field:${heading}`,
        header: heading,
        width: 9,
        text: (row: ContactRow) => new Map(Object.entries(row.fields)).get(heading) ?? '',
      })),
    {
      id: 'updated',
      header: t('contacts.columns.updated'),
      width: 8,
      figures: true,
      sortable: true,
      text: (row) => formats.value.date(row.updatedAt),
    },
  ])
  return { columns, shown }
}
