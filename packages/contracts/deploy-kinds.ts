/** Where a deploy may stand. Apart from the shapes, which browsers that only read deploys need not load. */
export const deployStatuses = ["started", "finished", "failed", "rolled_back"] as const;

/** What a deploy may change: a release, DNS, a cluster's size, a machine. */
export const deployKinds = ["release", "dns", "cluster", "provisioning"] as const;
