import type { AccessBody } from '@/api/types';

/** A row of the form, as it was typed. */
export interface PortRow {
  port: string;
  targetPort: string;
  nodePort: string;
  protocol: 'TCP' | 'UDP';
}

export interface Form {
  serviceType: AccessBody['serviceType'];
  serviceName: string;
  ports: PortRow[];
  /** Hours until it is removed; 0 for never. */
  hours: number;
  allowFrom: string;
}

/** What is wrong, by field; the words are keys below `access.wrong`. */
export type Wrong = Record<string, { key: string; text?: string }>;

export function emptyRow(): PortRow {
  return { port: '', targetPort: '', nodePort: '', protocol: 'TCP' };
}

export function emptyForm(): Form {
  return { serviceType: 'NodePort', serviceName: '', ports: [emptyRow()], hours: 0, allowFrom: '' };
}

const NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const BLOCK = /^(\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?|[0-9a-f:]*:[0-9a-f:.]*(\/\d{1,3})?)$/i;

/** What can be told before the platform is asked; it has the last word. */
export function check(form: Form): Wrong {
  const wrong: Wrong = {};
  if (form.serviceName !== '' && !NAME.test(form.serviceName)) {
    wrong.serviceName = { key: 'name' };
  }
  const seen = new Set<string>();
  const onNodes = new Set<string>();
  form.ports.forEach((row, at) => {
    if (row.port === '') {
      wrong[`ports[${at}].port`] = { key: 'required' };
    } else if (!isPort(row.port)) {
      wrong[`ports[${at}].port`] = { key: 'range' };
    } else if (seen.has(`${row.protocol} ${row.port}`)) {
      wrong[`ports[${at}].port`] = { key: 'twice' };
    }
    if (row.targetPort !== '' && !isPort(row.targetPort)) {
      wrong[`ports[${at}].targetPort`] = { key: 'range' };
    }
    if (form.serviceType !== 'ClusterIP' && row.nodePort !== '') {
      if (!isPort(row.nodePort)) {
        wrong[`ports[${at}].nodePort`] = { key: 'nodeRange' };
      } else if (onNodes.has(`${row.protocol} ${row.nodePort}`)) {
        wrong[`ports[${at}].nodePort`] = { key: 'twice' };
      }
      onNodes.add(`${row.protocol} ${row.nodePort}`);
    }
    seen.add(`${row.protocol} ${row.port}`);
  });
  const block = blocks(form).find((one) => !BLOCK.test(one));
  if (block !== undefined) {
    wrong.allowFrom = { key: 'block', text: block };
  }
  return wrong;
}

export function toBody(form: Form): AccessBody {
  const allowFrom = blocks(form);
  return {
    serviceType: form.serviceType,
    serviceName: form.serviceName === '' ? null : form.serviceName,
    ports: form.ports.map((row) => ({
      port: Number(row.port),
      targetPort: row.targetPort === '' ? null : Number(row.targetPort),
      nodePort: form.serviceType === 'ClusterIP' || row.nodePort === '' ? null : Number(row.nodePort),
      protocol: row.protocol,
    })),
    extra: {
      // The contract takes a number of seconds as well as a time, which its description cannot say of one field.
      ...(form.hours > 0 ? { expireTime: (form.hours * 3_600) as unknown as string } : {}),
      ...(allowFrom.length > 0 ? { allowFrom } : {}),
    },
  };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

function blocks(form: Form): string[] {
  return form.allowFrom
    .split(/[\s,]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
