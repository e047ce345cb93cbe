#include "CGMimeShim.h"
