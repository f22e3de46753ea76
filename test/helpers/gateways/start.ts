/** Starts a fake gateway by its id. */
import { devcodeSmsVendor } from './devcodesms'
import { startGateway, type FakeGateway, type FakeGatewayOptions, type GatewayId, type Vendor } from './fake-gateway'
import { kingSmsProVendor } from './kingsmspro'
import { lmtGroupVendor } from './lmtgroup'
import { smsPrestoVendor } from './smspresto'

export type { FakeGateway, FakeGatewayOptions, GatewayId, Misbehaviour } from './fake-gateway'
export { misbehaviours } from './misbehaviours'

const vendors: readonly Vendor[] = [kingSmsProVendor, devcodeSmsVendor, smsPrestoVendor, lmtGroupVendor]

export const gatewayIds: readonly GatewayId[] = vendors.map(({ id }) => id)

export function startFakeGateway(id: string, options: FakeGatewayOptions = {}): Promise<FakeGateway> {
  const vendor = vendors.find((each) => each.id === id)
  if (vendor === undefined) throw new Error(`No fake gateway called ${id}: ${gatewayIds.join(', ')}`)
  return startGateway(vendor, options)
}
