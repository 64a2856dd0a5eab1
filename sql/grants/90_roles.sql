-- Stage 90, grants: nobody gets access to our objects; install --grant-to grants roles EXECUTE on the API functions.
revoke all on schema pgsummary from public;
revoke all on all functions in schema pgsummary from public;
