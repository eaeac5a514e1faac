import type { components } from './contract';

type Schemas = components['schemas'];

export type Caller = Schemas['CallerView'];
export type Vm = Schemas['VmView'];
export type VmDetail = Schemas['VmDetailView'];
export type VmEvent = Schemas['EventView'];
export type VmStatus = Vm['status'];
export type Task = Schemas['TaskView'];
export type TaskChild = NonNullable<Task['extra']['children']>['list'][number];
export type Action = Schemas['TaskView']['extra']['action'];
export type ConsoleLink = Schemas['ConsoleLinkView'];
export type ConsoleStatus = Schemas['ConsoleStatusView'];
export type ConsoleProtocol = ConsoleLink['protocol'];
export type AccessService = Schemas['AccessServiceView'];
export type AccessBody = Schemas['AccessBody'];
export type Probe = Schemas['ProbeView'];
export type FieldError = Schemas['ErrorView.FieldErrorView'];

/** In the stream only: a machine that is no more. */
export interface VmGone {
  id: string;
  name: string;
  namespace: string;
  extra: { deleted: true };
}

/** In the stream only: a service that is no more, or leads to the machine no more. */
export interface ServiceGone {
  serviceId: string;
  serviceName: string;
  extra: { vmId: string; deleted: true };
}

/** In the stream only: somebody came onto a console, or left it. */
export interface ConsoleChange {
  sessionId: string;
  vmId: string;
  protocol: ConsoleProtocol;
  username: string;
  viewOnly: boolean;
  connected: boolean;
}
