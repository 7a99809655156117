/** Where the findings of a trouble were: what must be read before it may be called healthy. */
export interface Place {
  readonly kind: string;
  readonly namespace: string | null;
  /** Of a place that is one thing. */
  readonly name?: string | undefined;
}

/** The kind of a place that is no object: how full the volume of the claim of that name is. */
export const VOLUME_FIGURES = 'VolumeFigures';
