// Preloaded into a process, sets its clock an hour ahead.
const now = Date.now.bind(Date);
Date.now = () => now() + 3_600_000;
