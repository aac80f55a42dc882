"""The interview kit: its plan, its pages, its set id, and its text for applicant tracking systems."""
