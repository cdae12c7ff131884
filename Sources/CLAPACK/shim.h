#pragma once
#include <lapacke.h>
void openblas_set_num_threads(int threads);
char *openblas_get_corename(void);
