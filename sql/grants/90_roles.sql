-- Stage 90, grants: everyone is refused what is ours; install --grant-to adds EXECUTE on the API functions to roles.
revoke all on schema pgsummary from public;
revoke all on all functions in schema pgsummary from public;
