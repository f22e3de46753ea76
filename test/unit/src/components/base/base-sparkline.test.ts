/** A trend is drawn where there is one. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import BaseSparkline from '@/components/base/BaseSparkline.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

it.each([
  [[1000, 955], true],
  [[1000], false],
  // a straight line looks like a rule
  [[1000, 1000, 1000], false],
] as const)('%o: %s', (values, drawn) => {
  wrapper = mountDrawn(() => h(BaseSparkline, { values, label: 'Solde' }))
  expect(wrapper.find('svg').exists()).toBe(drawn)
})
