import { defineComponent } from 'vue';

/** Throws within the panel in which it stands, whose boundary shows it. */
export const Rethrow = defineComponent({
  props: { error: { type: Error, required: true } },
  setup: (props) => () => {
    throw props.error;
  },
});

/** Whatever was thrown, as an Error. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
