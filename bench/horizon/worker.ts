import { serveLanes } from "../../packages/cubism-es/index.ts";

serveLanes(self);
