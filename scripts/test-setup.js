// Grows with the tests: installs the Debian packages they need where it may, and says what is not tested elsewhere.
