/** Before each file of specs: its windows, and the programs that it starts, go to the lane of its worker. */
import { inject } from 'vitest'

const lanes = inject('lanes')
Object.assign(process.env, lanes[(Number(process.env.VITEST_POOL_ID) - 1) % lanes.length])
