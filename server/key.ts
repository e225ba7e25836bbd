/** `npm run key -- NAME [--city ID] [--source URI …] [--desk | --admin]`: makes a key and prints its token, once. */
import { parseArgs } from 'node:util';
import { keyRing } from './access/keys.ts';
import { readConfig } from './config.ts';
import { openStores } from './stores.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    city: { type: 'string' },
    source: { type: 'string', multiple: true },
    admin: { type: 'boolean' },
    desk: { type: 'boolean' },
    data: { type: 'string' },
  },
});
const [name] = positionals;
if (!name) {
  console.error('usage: npm run key -- NAME [--city ID] [--source URI …] [--desk | --admin] [--data DIR]');
  process.exit(2);
}
const config = readConfig(values.data ? ['--data', values.data] : [], process.env);
const stores = await openStores(config, console.error);
const { token, key } = await keyRing(stores.state.keys, Date.now).create({
  name,
  city: values.city ?? 'wuxi',
  sources: values.source ?? null,
  role: values.admin ? 'admin' : values.desk ? 'desk' : 'intake',
});
await stores.close();
console.log(`key ${key.id} for ${key.city}, role ${key.role}. Its token, told this once:\n${token}`);
