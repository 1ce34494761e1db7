import { serveLanes } from "../../packages/cubism-es/worker.ts";

serveLanes(self);
