import { ref } from 'vue';
import { whenSessionEnds } from '@/api/session';

/** The address of the list as it was shown last: whoever comes back from a machine is where they were. */
export const lastList = ref('/vms');

// What one person looked for is nothing to the next.
whenSessionEnds(() => (lastList.value = '/vms'));
