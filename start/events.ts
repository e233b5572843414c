/** Listeners of domain events: a higher domain answers what a lower one announces. */
export {}
