import { ref } from 'vue';

/** The address of the list as it was shown last: whoever comes back from a machine is where they were. */
export const lastList = ref('/vms');
