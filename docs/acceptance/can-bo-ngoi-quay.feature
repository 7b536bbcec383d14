# language: vi
Tính năng: Cán bộ ngồi quầy
  Một phím cho mỗi việc, và những gì phần mềm phải tự lo: nhấn nhầm, quên nhấn,
  cổng dịch vụ công đứng, nhắn quầy sau, gọi lãnh đạo mà sảnh không biết.

  Bối cảnh:
    Biết trung tâm có các quầy sau:
      | quầy | lĩnh vực          |
      | 1    | Hộ tịch, Đất đai |
      | 2    | Hộ tịch, Đất đai |
    Và quầy 1 mở

  Tình huống: Hoàn thành và gọi tiếp bằng một phím, hoàn tác cũng bằng một phím
    Khi An lấy số lĩnh vực Hộ tịch
    Và Bình lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Và đã 6 phút trôi qua
    Và quầy 1 hoàn thành cho An và gọi tiếp
    Thì An đã xong
    Và quầy 1 mời Bình
    Khi quầy 1 hoàn tác
    Thì quầy 1 mời An
    Và Bình đang chờ

  Tình huống: Nhấn "hoàn thành và gọi tiếp" hai lần không bỏ qua người vừa được mời
    Khi An lấy số lĩnh vực Hộ tịch
    Và Bình lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Và quầy 1 hoàn thành cho An và gọi tiếp
    Và quầy 1 hoàn thành cho An và gọi tiếp
    Thì bị từ chối với lời "A002"
    Và quầy 1 mời Bình

  Tình huống: Sự cố có lúc bắt đầu và lúc kết thúc, quầy vẫn làm việc được
    Khi quầy 1 báo sự cố "vneid"
    Thì bảng ghi quầy 1 có sự cố "vneid"
    Khi An lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Thì quầy 1 mời An
    Khi đã 15 phút trôi qua
    Và quầy 1 báo hết sự cố
    Thì bảng không ghi sự cố nào ở quầy 1

  Tình huống: Quên nhấn hoàn thành
    Biết trung tâm hỏi lại quầy sau 20 phút im lặng quá thời gian thường lệ
    Khi An lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Và quầy 1 bắt đầu phục vụ
    Và đã 31 phút trôi qua
    Thì quầy 1 được hỏi công dân còn ở đó không
    Khi đã 21 phút trôi qua
    Thì An đã xong
    Và lượt của An được ghi là quên nhấn hoàn thành

  Tình huống: Lời nhắn cho quầy sau đi theo số, không nằm trong nhật ký
    Khi An lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Và quầy 1 nhắn theo số của An "Thiếu bản sao <b>hộ khẩu</b>"
    Và quầy 1 chuyển công dân sang quầy 2
    Và quầy 2 mở
    Và quầy 2 gọi tiếp
    Thì quầy 2 mời An
    Và quầy 2 đọc được lời nhắn "Thiếu bản sao <b>hộ khẩu</b>"
    Và nhật ký không có chữ "hộ khẩu"

  Tình huống: Gọi lãnh đạo mà sảnh không biết
    Khi quầy 1 gọi lãnh đạo
    Thì lãnh đạo thấy quầy 1 đang gọi
    Và bảng sảnh không nói gì về quầy 1
