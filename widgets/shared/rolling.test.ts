// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import RollingNumber from './RollingNumber.vue';

describe('RollingNumber', () => {
  it('shows the exact new number at once, whatever it animates', async () => {
    const wrapper = mount(RollingNumber, { props: { text: '999', value: 999 } });
    await wrapper.setProps({ text: '1,000', value: 1000 });
    expect(wrapper.text()).toBe('1,000');
    expect(wrapper.attributes('data-value')).toBe('1000');
    expect(wrapper.attributes('data-roll')).toBe('up');
  });
  it('stands still when it changes faster than it can roll, and for what is not known', async () => {
    const wrapper = mount(RollingNumber, { props: { text: '1', value: 1 as number | null } });
    await wrapper.setProps({ text: '2', value: 2 });
    await wrapper.setProps({ text: '3', value: 3 });
    expect(wrapper.attributes('data-roll')).toBe('still');
    await wrapper.setProps({ text: '—', value: null });
    expect(wrapper.text()).toBe('—');
    expect(wrapper.attributes('data-value')).toBe('');
  });
});
