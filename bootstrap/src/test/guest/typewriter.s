# The guest of Typewriter.java: shows the letter of each key that it gets, and speaks the SPICE agent's
# protocol (vd_agent.h of spice-protocol) on its second serial line: what it is offered it shows, and
# copies it in capital letters. Its bytes stand in Typewriter.java, as made by
#
#   as --32 typewriter.s -o typewriter.o
#   ld -m elf_i386 -Ttext 0x7c00 --oformat binary typewriter.o -o typewriter.bin
#   xxd -p typewriter.bin
#
# Memory: what is received at 0x9000 (the header of a chunk, and over it the message), what is sent at
# 0xa000 (chunk: port, size; message: protocol, type, opaque, size; from 0xa01c on what it holds), what
# was copied at 0xb000, and its length at 0xaffe.
.code16
.intel_syntax noprefix
.globl _start
_start:
  xor ax, ax
  mov ds, ax
  mov es, ax
  mov ss, ax
  mov sp, 0x7c00
  cld
  mov ax, 3          # text mode, which clears the screen
  int 0x10
  mov ax, 0x0edb     # a block says that this has started
  int 0x10
  mov dx, 0x2fb      # eight bits, and ready
  mov al, 3
  out dx, al
  inc dx
  out dx, al

header:              # eight bytes that are a chunk's header, wherever they are: some were lost at a reset
  call next
  mov ebx, [0x9000]
  mov ecx, [0x9004]
  shrd ebx, ecx, 8
  shr ecx, 8
  shl eax, 24
  or ecx, eax
  mov [0x9000], ebx
  mov [0x9004], ecx
  dec ebx            # the port of the client is 1
  jnz header
  cmp ecx, 20
  jb header
  cmp ecx, 2048
  ja header

  mov di, 0x9000
message:
  call next
  stosb
  loop message

  mov di, 0xa01c
  mov al, [0x9004]
  cmp al, 6
  je capabilities
  cmp al, 7
  je grabbed
  cmp al, 8
  je requested
  cmp al, 4
  jne header

  mov si, 0x9018     # a text: show and copy it
  mov di, 0xb000
  mov cx, [0x9010]
  sub cx, 4
  mov [0xaffe], cx
letter:
  lodsb
  call show
  cmp al, 'a'
  jb copy
  cmp al, 'z'
  ja copy
  sub al, 32
copy:
  stosb
  loop letter
  mov di, 0xa01c
  mov al, 7          # grab
  jmp text
grabbed:
  mov al, 8          # request
text:
  mov byte ptr [di], 1
  jmp four
capabilities:        # only where asked for: the clipboard on demand
  cmp byte ptr [0x9014], 0
  je header
  mov byte ptr [di], 0
  mov dword ptr [di+4], 0x20
  add di, 4
four:
  add di, 4
  jmp send
requested:
  mov byte ptr [di], 1
  add di, 4
  mov si, 0xb000
  mov cx, [0xaffe]
  rep movsb
  mov al, 4          # the text

send:                # a message of the type in AL, which ends at DI
  sub di, 0xa01c
  mov byte ptr [0xa000], 1
  mov [0xa018], di
  lea cx, [di+20]
  mov [0xa004], cx
  mov byte ptr [0xa008], 1
  mov [0xa00c], al
  add cx, 8
  mov si, 0xa000
transmit:
  mov dx, 0x2fd
  in al, dx
  test al, 0x20
  jz transmit
  mov dl, 0xf8
  lodsb
  out dx, al
  loop transmit
  jmp header

next:                # the next byte of the line to AL; keys are shown meanwhile
  mov ah, 1
  int 0x16
  jz line
  xor ah, ah
  int 0x16
  call show
line:
  mov dx, 0x2fd
  in al, dx
  inc al             # all bits set where there is no such line
  jz next
  dec al
  test al, 1
  jz next
  mov dl, 0xf8
  in al, dx
  ret

show:
  mov ah, 0x0e
  int 0x10
  ret
