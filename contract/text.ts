import Type, { type Static } from 'typebox';

/** A text in the two languages of the product. `zh` is the default language of the wall. */
export const Text = Type.Object({ zh: Type.String(), en: Type.String() }, { additionalProperties: false });
export type Text = Static<typeof Text>;

/** JSON values as they cross a wire. `null` means "absent" in merge patches, so topic values never hold it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
