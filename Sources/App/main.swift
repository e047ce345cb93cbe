import GRDB
import Hummingbird
print("hello")
