import fc from "fast-check";

// One seed, so that a run can be repeated and a change is judged by what it changes. Another looks further.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_121) });
