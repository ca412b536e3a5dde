/** What was bought of a service is found by the service. */
import type { Migration } from './all.ts'

export const helped: Migration = {
  name: '0039-helped',
  statements: () => ['create index spend_by_service on spend (service_id) where service_id is not null'],
}
